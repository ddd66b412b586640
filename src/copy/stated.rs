//! What a file says of itself anew: that identity was removed, and how (PS3.3 C.7.1.1, PS3.15 E.2), and its
//! file meta information (PS3.10 7.1).

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::Choices;
use super::write::Writer;
use crate::header::walk::{Encoding, ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER};

/// Ours: a UUID that was drawn once (PS3.5 B.2).
const IMPLEMENTATION_CLASS: &str = "2.25.188090551631671918269553631906803561728";
const IMPLEMENTATION_VERSION: &str = "HOUNSFIELD";

const PREAMBLE: usize = 128;
const PREFIX: &[u8] = b"DICM";
const VERSION: &[u8] = &[0, 1];

/// The profile among the codes of CID 7050.
const PROFILE: [(Tag, VR, &str); 3] = [
    (tags::CODE_VALUE, VR::SH, "113100"),
    (tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
    (
        tags::CODE_MEANING,
        VR::LO,
        "Basic Application Confidentiality Profile",
    ),
];

const METHOD: &str = "PS3.15 E.1-1 2026c Basic Profile, pixels as they were";
const WITH_DESCRIPTION: &str = "Series Description kept as it was";
const WITH_REPORTS: &str = "Texts of reports and documents kept as they were";

/// Whether identity was removed: as many bytes for each.
pub(super) const YES: &[u8] = b"YES ";
pub(super) const NO: &[u8] = b"NO  ";

/// One of the attributes that say that identity was removed.
pub(super) fn write(out: &mut Writer, tag: Tag, choices: Choices) {
    match tag {
        tags::PATIENT_IDENTITY_REMOVED => out.element(tag, VR::CS, YES),
        tags::DEIDENTIFICATION_METHOD => {
            let kept = [
                (choices.series_description, WITH_DESCRIPTION),
                (choices.reports, WITH_REPORTS),
            ];
            let kept = kept.iter().filter(|(is, _)| *is).map(|(_, words)| *words);
            let methods: Vec<&str> = std::iter::once(METHOD).chain(kept).collect();
            out.text(tag, VR::LO, &methods.join("\\"));
        }
        tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE => {
            out.open(tag, Some(VR::SQ));
            out.open(ITEM, None);
            for (tag, vr, text) in PROFILE {
                out.text(tag, vr, text);
            }
            out.bare(ITEM_DELIMITER, 0);
            out.bare(SEQUENCE_DELIMITER, 0);
        }
        // Longitudinal Temporal Information Modified (0028,0303).
        _ => out.text(tag, VR::CS, "REMOVED"),
    }
}

/// Preamble, prefix and file meta information.
pub(super) fn meta(class: &str, instance: &str, transfer_syntax: &str) -> Vec<u8> {
    let mut group = Writer::new(Encoding::EXPLICIT_LITTLE);
    group.element(tags::FILE_META_INFORMATION_VERSION, VR::OB, VERSION);
    group.text(tags::MEDIA_STORAGE_SOP_CLASS_UID, VR::UI, class);
    group.text(tags::MEDIA_STORAGE_SOP_INSTANCE_UID, VR::UI, instance);
    group.text(tags::TRANSFER_SYNTAX_UID, VR::UI, transfer_syntax);
    group.text(tags::IMPLEMENTATION_CLASS_UID, VR::UI, IMPLEMENTATION_CLASS);
    group.text(
        tags::IMPLEMENTATION_VERSION_NAME,
        VR::SH,
        IMPLEMENTATION_VERSION,
    );
    let mut file = Writer::new(Encoding::EXPLICIT_LITTLE);
    file.bytes.resize(PREAMBLE, 0);
    file.bytes.extend_from_slice(PREFIX);
    let length = u32::try_from(group.bytes.len()).unwrap_or_default();
    let tag = tags::FILE_META_INFORMATION_GROUP_LENGTH;
    file.element(tag, VR::UL, &length.to_le_bytes());
    file.bytes.append(&mut group.bytes);
    file.bytes
}
