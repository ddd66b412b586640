//! Which packet comes after which (ISO/IEC 15444-1 B.12).

use super::fault;
use super::header::Settings;
use super::layout::Tile;
use super::style::{Progression, Volume};
use crate::problem::Kind;

/// A precinct, by its component and resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub component: usize,
    pub resolution: usize,
    pub precinct: usize,
}

/// Gives every packet of a tile in its turn to `read`: its precinct and its layer.
///
/// # Errors
/// What `read` says; packets that no change of progression names.
pub(super) fn each_packet(
    tile: &mut Tile,
    settings: &Settings,
    mut read: impl FnMut(&mut Tile, Place, u16) -> Result<(), Kind>,
) -> Result<(), Kind> {
    let order = settings.order.ok_or_else(|| fault("no coding style"))?;
    let whole = Volume {
        progression: order.progression,
        layers: order.layers,
        resolutions: [0, u8::MAX],
        components: [0, usize::MAX],
    };
    let volumes = match settings.volumes.as_slice() {
        [] => &[whole],
        volumes => volumes,
    };
    for volume in volumes {
        let places = places(tile, volume);
        let layers = volume.layers.min(order.layers);
        for group in groups(&places, volume.progression) {
            let read_of =
                |place: &Place| tile.precincts.get(place.precinct).map(|it| it.layers_read);
            let first = group.iter().filter_map(read_of).min().unwrap_or(layers);
            for layer in first..layers {
                for place in group {
                    let precinct = tile.precincts.get_mut(place.precinct);
                    let Some(precinct) = precinct.filter(|it| it.layers_read == layer) else {
                        continue;
                    };
                    precinct.layers_read += 1;
                    read(tile, *place, layer)?;
                }
            }
        }
    }
    if tile
        .precincts
        .iter()
        .any(|precinct| precinct.layers_read < order.layers)
    {
        return Err(fault("packets that are in no progression"));
    }
    Ok(())
}

/// The precincts of a volume in their order.
fn places(tile: &Tile, volume: &Volume) -> Vec<Place> {
    let mut places = Vec::new();
    let [first, end] = volume.components;
    let components = tile.components.iter().enumerate();
    for (component, of_component) in components.take(end).skip(first) {
        let [first, end] = volume.resolutions.map(usize::from);
        let resolutions = of_component.resolutions.iter().enumerate();
        for (resolution, of_resolution) in resolutions.take(end).skip(first) {
            places.extend(of_resolution.precincts.clone().map(|precinct| Place {
                component,
                resolution,
                precinct,
            }));
        }
    }
    let by_place = |place: &Place| {
        let precinct = tile.precincts.get(place.precinct);
        precinct.map_or((0, 0), |precinct| (precinct.y, precinct.x))
    };
    // What compares equal stays in the order of components, resolutions and precincts.
    match volume.progression {
        Progression::Lrcp | Progression::Rlcp => places.sort_by_key(|place| place.resolution),
        Progression::Rpcl => {
            places.sort_by_cached_key(|place| (place.resolution, by_place(place), place.component));
        }
        Progression::Pcrl => places.sort_by_cached_key(|place| (by_place(place), place.component)),
        Progression::Cprl => places.sort_by_cached_key(|place| (place.component, by_place(place))),
    }
    places
}

/// Precincts whose packets of one layer all come before those of the next.
fn groups(places: &[Place], progression: Progression) -> impl Iterator<Item = &[Place]> {
    places.chunk_by(move |one, other| match progression {
        Progression::Lrcp => true,
        Progression::Rlcp => one.resolution == other.resolution,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::jpeg2000::layout::{Component, Precinct, Resolution};
    use crate::decode::jpeg2000::segments::Fields;
    use crate::decode::jpeg2000::size::Area;
    use crate::decode::jpeg2000::style::{self, Order};

    /// Two resolutions of one precinct and of two, two layers.
    fn tile() -> Tile {
        let (order, style) = style::coding(Fields(&[0, 0, 0, 2, 0, 1, 4, 4, 0, 1])).unwrap();
        assert_eq!(order, of(Progression::Lrcp));
        let resolution = |precincts: std::ops::Range<usize>, above| Resolution {
            area: Area::default(),
            across: precincts.len(),
            precincts,
            above,
            bands: Vec::new(),
        };
        let precinct = |x| Precinct {
            x,
            ..Precinct::default()
        };
        Tile {
            area: Area::default(),
            components: vec![Component {
                style,
                shift: 0,
                resolutions: vec![resolution(0..1, 1), resolution(1..3, 0)],
            }],
            precincts: [0, 0, 8].map(precinct).into(),
            blocks: Vec::new(),
        }
    }

    fn of(progression: Progression) -> Order {
        Order {
            progression,
            layers: 2,
            transforms_components: false,
        }
    }

    /// Precinct and layer of each packet.
    fn packets(progression: Progression, volumes: Vec<Volume>) -> Result<Vec<(usize, u16)>, Kind> {
        let settings = Settings {
            order: Some(of(progression)),
            volumes,
            components: Vec::new(),
        };
        let mut packets = Vec::new();
        each_packet(&mut tile(), &settings, |_, place, layer| {
            packets.push((place.precinct, layer));
            Ok(())
        })?;
        Ok(packets)
    }

    #[test]
    fn packets_come_in_their_order() {
        let layers_first = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)];
        assert_eq!(
            packets(Progression::Lrcp, Vec::new()).unwrap(),
            layers_first
        );
        let resolutions_first = [(0, 0), (0, 1), (1, 0), (2, 0), (1, 1), (2, 1)];
        assert_eq!(
            packets(Progression::Rlcp, Vec::new()).unwrap(),
            resolutions_first
        );
        let by_place = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)];
        assert_eq!(packets(Progression::Pcrl, Vec::new()).unwrap(), by_place);
    }

    #[test]
    fn what_has_come_does_not_come_again() {
        let volume = |layers, resolution_end| Volume {
            progression: Progression::Rpcl,
            layers,
            resolutions: [0, resolution_end],
            components: [0, 1],
        };
        let volumes = vec![volume(1, 1), volume(2, 2)];
        let expected = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)];
        assert_eq!(packets(Progression::Lrcp, volumes).unwrap(), expected);
        assert!(packets(Progression::Lrcp, vec![volume(1, 2)]).is_err());
    }
}
