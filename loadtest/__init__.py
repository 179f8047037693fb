"""How much the service takes, and where one photo's CPU time goes. Nothing here is served."""
