"""One specification builds a clinical trial's SDTM, ADaM, transport files and define.xml."""
