using System.Globalization;
using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>A device of a person with one 1Password app, prepared for the three feeds.</summary>
internal sealed class Device
{
    /// <summary>App, version, platform (null: the name of the device), platform version, system, system version.</summary>
    private static readonly (string, string, string?, string, string, string)[] Apps =
    [
        ("1Password Browser Extension", "81054043", "Chrome", "131.0.6778.86", "MacOSX", "15.1"),
        ("1Password for Mac", "81054033", null, "MacBookPro18,3", "MacOSX", "14.7.1"),
        ("1Password for Web", "1957", "Firefox", "132.0", "Linux", "6.8.0"),
        ("1Password for Windows", "81052038", null, "HP EliteBook 840 G9", "Windows", "11.0.22631"),
        ("1Password CLI", "2300301", null, "arm64", "Linux", "6.6.44"),
        ("1Password for Web", "1961", "Chrome", "130.0.6723.102", "Android", "14"),
        ("1Password SCIM Bridge", "20905", null, "amd64", "Linux", "5.15.0"),
        ("1Password Connect", "10703", null, "amd64", "Linux", "6.1.0"),
    ];

    public Device(ref Rng rng, int person, int number, Place place, bool unknownFields)
    {
        var (app, version, platform, platformVersion, os, osVersion) = Apps[rng.Below(Apps.Length)];
        var uuid = Uuids.Lower(rng.Next(), rng.Next());
        Place = place;
        CountryCode = GoJson.Utf8(place.Country);
        Continent = GoJson.Utf8(place.Continent);
        var ip = rng.OneIn(4)
            ? Invariant($"2001:db8::{person:x}:{number + 1:x}")
            : Invariant($"203.0.113.{(person * 5) + number + 1}");
        platform ??= Invariant($"host-{person:00}-{number}.example.com");
        var unknown = unknownFields ? ""","attestation":{"kind":"tpm","chain":[{"depth":0},{"depth":1}],"valid":null}}""" : "}";

        IpAddress = GoJson.Utf8(ip);
        Client = ClientOf(platformVersion);
        ClientWithoutVersion = ClientOf(null);
        SessionTail = GoJson.Utf8($"\",\"device_uuid\":\"{uuid}\",\"ip\":\"{ip}\"{unknown}");
        // Some exceed 2^53, so a reader that parses JSON numbers as doubles would change them.
        AuxId = rng.OneIn(4) ? (1L << 53) + 1 + (long)(rng.Next() >> 10) : 100_000_000 + rng.Below(900_000_000);
        Uuid = GoJson.Utf8(uuid);

        byte[] ClientOf(string? platformVersion) => GoJson.Utf8(
            ",\"client\":" + GoJson.Object(
                ("app_name", app), ("app_version", version), ("platform_name", platform), ("platform_version", platformVersion),
                ("os_name", os), ("os_version", osVersion), ("ip_address", ip))[..^1] + unknown);
    }

    public byte[] Uuid { get; }

    public long AuxId { get; }

    public byte[] IpAddress { get; }

    public byte[] CountryCode { get; }

    public byte[] Continent { get; }

    public Place Place { get; }

    /// <summary>Gets the end of <c>"session":{…}</c>, from the closing quote of the login time.</summary>
    public byte[] SessionTail { get; }

    private byte[] Client { get; }

    private byte[] ClientWithoutVersion { get; }

    /// <summary>Returns <c>,"client":{…}</c> of one event, sometimes without a platform version.</summary>
    public ReadOnlySpan<byte> ClientOf(ref Rng rng) => rng.OneIn(16) ? ClientWithoutVersion : Client;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
