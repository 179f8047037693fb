"""From fields to orders: what a form, a query or a command line asks for. It knows no HTTP."""
