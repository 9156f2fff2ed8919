"""What is served: the API and the pages over it. FastAPI and uvicorn are loaded by nothing else."""
