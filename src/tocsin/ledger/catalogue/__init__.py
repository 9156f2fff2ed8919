"""What incidents are listed, found and counted by: kept with every change, and held in memory by whoever serves."""
