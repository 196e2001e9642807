"""Rule packs: TOML files in, a checked model out; listing, rendering and linting of them."""
