using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>A place of sign-ins, with its prepared <c>,"location":{…}</c>.</summary>
internal sealed record Place(string Country, string Continent, string Region, string City, string Longitude, string Latitude)
{
    public static IReadOnlyList<Place> All { get; } =
    [
        new("CA", "North America", "Ontario", "Toronto", "-79.433", "43.64"),
        new("US", "North America", "California", "San Francisco", "-122.4194", "37.7749"),
        new("US", "North America", "New York", "New York", "-74.006", "40.7128"),
        new("AR", "South America", "Buenos Aires F.D.", "Buenos Aires", "-58.3816", "-34.6037"),
        new("BR", "South America", "São Paulo", "São Paulo", "-46.6333", "-23.5505"),
        new("GB", "Europe", "England", "London", "-0.1278", "51.5074"),
        new("DE", "Europe", "Bavaria", "Munich", "11.582", "48.1351"),
        new("FR", "Europe", "Île-de-France", "Paris", "2.3522", "48.8566"),
        new("IL", "Asia", "Tel Aviv", "Tel Aviv", "34.7818", "32.0853"),
        new("JP", "Asia", "Tokyo", "Tokyo", "139.6917", "35.6895"),
        new("VN", "Asia", "Hanoi", "Hà Nội", "105.8342", "21.0278"),
        new("ZA", "Africa", "Western Cape", "Cape Town", "18.4241", "-33.9249"),
        new("AU", "Oceania", "New South Wales", "Sydney", "151.2093", "-33.8688"),
    ];

    public byte[] Location { get; } = GoJson.Utf8(
        ",\"location\":" + GoJson.Object(("country", Country), ("region", Region), ("city", City))[..^1]
        + $",\"longitude\":{Longitude},\"latitude\":{Latitude}}}");

    /// <summary>Gets the location of an address of which only the country is known.</summary>
    public byte[] CountryOnly { get; } = GoJson.Utf8($$""","location":{"country":"{{Country}}"}""");

    /// <summary>Returns the location of one event: complete, only the country, or nothing.</summary>
    public ReadOnlySpan<byte> LocationOf(ref Rng rng) => rng.Below(24) switch { 0 => default, 1 => CountryOnly, _ => Location };
}
