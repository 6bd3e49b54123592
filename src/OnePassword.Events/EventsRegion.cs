using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using OnePassword.Events.Identity;
using OnePassword.Events.Redaction;

namespace OnePassword.Events;

/// <summary>
/// Where an account's events are: one of 1Password's four hosts, or an address that was named explicitly. The token is sent
/// there and nowhere else.
/// </summary>
[TypeConverter(typeof(EventsRegionConverter))]
public sealed record EventsRegion
{
    private EventsRegion(string name, Uri baseAddress) => (Name, BaseAddress) = (name, baseAddress);

    /// <summary><c>us</c>: accounts on 1password.com.</summary>
    public static EventsRegion UnitedStates { get; } = Of("us", "events.1password.com");

    /// <summary><c>ca</c>: accounts on 1password.ca.</summary>
    public static EventsRegion Canada { get; } = Of("ca", "events.1password.ca");

    /// <summary><c>eu</c>: accounts on 1password.eu.</summary>
    public static EventsRegion Europe { get; } = Of("eu", "events.1password.eu");

    /// <summary><c>ent</c>: accounts on ent.1password.com.</summary>
    public static EventsRegion Enterprise { get; } = Of("ent", "events.ent.1password.com");

    /// <summary>The four regions.</summary>
    public static IReadOnlyList<EventsRegion> All { get; } = [UnitedStates, Canada, Europe, Enterprise];

    /// <summary><c>us</c>, <c>ca</c>, <c>eu</c> or <c>ent</c>; for an explicit address, its <see cref="Server"/>.</summary>
    public string Name { get; }

    /// <summary>Host, port and path of the address. Checkpoints and quotas tell servers apart by it.</summary>
    public string Server => BaseAddress.Authority + BaseAddress.AbsolutePath.TrimEnd('/');

    /// <summary>What the paths of the API are appended to; ends with a slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The region of a name.</summary>
    /// <param name="name"><c>us</c>, <c>ca</c>, <c>eu</c> or <c>ent</c>, in any letter case.</param>
    /// <exception cref="ArgumentException">There is no region of that name.</exception>
    public static EventsRegion Parse(string name) => TryParse(name, out var region)
        ? region
        : throw new ArgumentException($"There is no region {SafeText.Quote(name)}; there are {string.Join(", ", All.Select(known => known.Name))}.", nameof(name));

    /// <summary>The region of a name, if there is one.</summary>
    /// <param name="name"><c>us</c>, <c>ca</c>, <c>eu</c> or <c>ent</c>, in any letter case.</param>
    /// <param name="region">The region.</param>
    public static bool TryParse([NotNullWhen(true)] string? name, [NotNullWhen(true)] out EventsRegion? region)
    {
        region = All.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
        return region is not null;
    }

    /// <summary>
    /// The region that a token was issued for, as its <c>aud</c> claim says. The claim is not verified, so it can only choose
    /// among the four hosts of 1Password: a forged token sends itself nowhere else.
    /// </summary>
    /// <param name="token">An Events API token.</param>
    /// <exception cref="ArgumentException">The token names none of the four; the message says why and what to do, without the token.</exception>
    public static EventsRegion FromToken(string token)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        return FromAudience(TokenAudience.Of(TokenClaims.Read(token)));
    }

    /// <summary>The region that a token was issued for.</summary>
    /// <param name="token">An Events API token.</param>
    /// <exception cref="ArgumentException">The token names none of the four; the message says why and what to do, without the token.</exception>
    public static EventsRegion FromToken(EventsToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return FromAudience(token.Audience);
    }

    /// <summary>An explicit address, such as an emulator's or a reverse proxy's. It beats what the token says.</summary>
    /// <param name="baseAddress">An absolute https address, or an http one on loopback; without user, query and fragment.</param>
    /// <exception cref="ArgumentException"><paramref name="baseAddress"/> is none of these.</exception>
    public static EventsRegion At(Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        if (baseAddress.OriginalString.Contains('@', StringComparison.Ordinal) || (baseAddress.IsAbsoluteUri && (baseAddress.Query.Length > 0 || baseAddress.Fragment.Length > 0)))
            throw new ArgumentException("The address may hold no user, query or fragment.", nameof(baseAddress));
        if (!baseAddress.IsAbsoluteUri || (baseAddress.Scheme != Uri.UriSchemeHttps && baseAddress.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException($"{SafeText.Quote(baseAddress.ToString())} is not an absolute https address.", nameof(baseAddress));
        if (baseAddress.Scheme == Uri.UriSchemeHttp && !baseAddress.IsLoopback)
            throw new ArgumentException($"{SafeText.Quote(baseAddress.ToString())} is plain http, which would show the token to the network; http is taken on loopback only.", nameof(baseAddress));

        var slashed = baseAddress.AbsoluteUri.EndsWith('/') ? baseAddress : new Uri(baseAddress.AbsoluteUri + "/");
        return All.FirstOrDefault(known => known.BaseAddress == slashed) ?? new EventsRegion(slashed.Authority + slashed.AbsolutePath.TrimEnd('/'), slashed);
    }

    /// <summary>The name and the address; of an explicit address, just that.</summary>
    public override string ToString() => All.Contains(this) ? $"{Name} ({BaseAddress})" : BaseAddress.AbsoluteUri;

    private static EventsRegion FromAudience(TokenAudience token) =>
        token.Region ?? throw new ArgumentException($"{token.Problem} {Remedy}", nameof(token));

    private static string Remedy => $"Name the region ({string.Join(", ", All.Select(known => known.Name))}) or the address yourself: "
        + "EventsClientOptions.Region, or --region or --url of op-events.";

    private static EventsRegion Of(string name, string host) => new(name, new Uri($"https://{host}/"));
}
