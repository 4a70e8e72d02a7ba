"""The release measurement: the portal beside a floor, under the same load."""
