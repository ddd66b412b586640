//! Marks on planes and slabs: they lie in the patient.
