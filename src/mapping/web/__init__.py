"""What the browser fetches beside Streamlit: geometry, names, values, search, assets, health."""
