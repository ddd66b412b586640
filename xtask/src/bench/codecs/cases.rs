//! What is decoded, and by whom besides us.

/// A package of npm at one version.
#[derive(Debug)]
pub struct Peer {
    /// As `pages/peers.js` knows it.
    pub key: &'static str,
    pub package: &'static str,
    pub version: &'static str,
}

const CHARLS: Peer = Peer {
    key: "charls",
    package: "@cornerstonejs/codec-charls",
    version: "1.2.7",
};
const OPENJPEG: Peer = Peer {
    key: "openjpeg",
    package: "@cornerstonejs/codec-openjpeg",
    version: "1.3.6",
};
const OPENJPH: Peer = Peer {
    key: "openjph",
    package: "@cornerstonejs/codec-openjph",
    version: "2.4.11",
};
const TURBO: Peer = Peer {
    key: "turbo",
    package: "@cornerstonejs/codec-libjpeg-turbo-8bit",
    version: "1.2.8",
};
const LOSSLESS: Peer = Peer {
    key: "lossless",
    package: "jpeg-lossless-decoder-js",
    version: "2.1.2",
};

/// All of them.
pub const PEERS: [&Peer; 5] = [&CHARLS, &OPENJPEG, &OPENJPH, &TURBO, &LOSSLESS];

/// The frames before they are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Grey16,
    Grey8,
    Rgb8,
}

impl Source {
    pub const ALL: [Self; 3] = [Self::Grey16, Self::Grey8, Self::Rgb8];

    /// Of its file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grey16 => "grey16",
            Self::Grey8 => "grey8",
            Self::Rgb8 => "rgb8",
        }
    }

    /// Bytes of a sample.
    pub const fn width(self) -> usize {
        match self {
            Self::Grey16 => 2,
            Self::Grey8 | Self::Rgb8 => 1,
        }
    }
}

/// How far decoded samples may be from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// From what was encoded.
    pub source: u64,
    /// From what the peer decodes.
    pub peer: u64,
}

const LOSSLESSLY: Within = Within { source: 0, peer: 0 };

#[derive(Debug)]
pub struct Case {
    /// For the reader.
    pub title: &'static str,
    /// Of its files: as `encode.py` calls it.
    pub name: &'static str,
    pub transfer_syntax: &'static str,
    pub source: Source,
    pub peer: Option<&'static Peer>,
    pub within: Within,
}

const fn grey16(title: &'static str, name: &'static str, transfer_syntax: &'static str) -> Case {
    Case {
        title,
        name,
        transfer_syntax,
        source: Source::Grey16,
        peer: None,
        within: LOSSLESSLY,
    }
}

pub const CASES: [Case; 9] = [
    Case {
        peer: Some(&CHARLS),
        ..grey16("JPEG-LS lossless", "jpeg-ls", "1.2.840.10008.1.2.4.80")
    },
    Case {
        peer: Some(&CHARLS),
        within: Within { source: 2, peer: 0 },
        ..grey16(
            "JPEG-LS, NEAR = 2",
            "jpeg-ls-near",
            "1.2.840.10008.1.2.4.81",
        )
    },
    Case {
        peer: Some(&LOSSLESS),
        ..grey16("JPEG lossless", "jpeg-lossless", "1.2.840.10008.1.2.4.70")
    },
    Case {
        source: Source::Grey8,
        peer: Some(&TURBO),
        within: Within {
            source: 24,
            peer: 1,
        },
        ..grey16("JPEG baseline, grey", "jpeg-grey", "1.2.840.10008.1.2.4.50")
    },
    Case {
        source: Source::Rgb8,
        peer: Some(&TURBO),
        // Colours at half the size do not follow the noise.
        within: Within {
            source: 255,
            peer: 4,
        },
        ..grey16(
            "JPEG baseline, colour 4:2:0",
            "jpeg-rgb",
            "1.2.840.10008.1.2.4.50",
        )
    },
    grey16("RLE", "rle", "1.2.840.10008.1.2.5"),
    Case {
        peer: Some(&OPENJPEG),
        ..grey16("JPEG 2000 lossless", "jpeg-2000", "1.2.840.10008.1.2.4.90")
    },
    Case {
        peer: Some(&OPENJPEG),
        within: Within {
            source: 40,
            peer: 1,
        },
        ..grey16(
            "JPEG 2000 lossy",
            "jpeg-2000-lossy",
            "1.2.840.10008.1.2.4.91",
        )
    },
    Case {
        peer: Some(&OPENJPH),
        ..grey16("HTJ2K lossless", "htj2k", "1.2.840.10008.1.2.4.201")
    },
];
