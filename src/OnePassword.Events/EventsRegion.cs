using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using OnePassword.Events.Identity;

namespace OnePassword.Events;

/// <summary>
/// The location of an account's events: one of 1Password's four hosts, or an explicit address. The client sends the token there
/// and nowhere else.
/// </summary>
/// <example>
/// <code>
/// var options = new EventsClientOptions { Region = EventsRegion.Europe };
/// using var events = new EventsClient(token, options);
///
/// var proxy = EventsRegion.At(new Uri("https://events-proxy.example.com/")); // The token is sent to this address.
/// </code>
/// </example>
[TypeConverter(typeof(EventsRegionConverter))]
public sealed record EventsRegion
{
    private EventsRegion(string name, Uri baseAddress) => (Name, BaseAddress) = (name, baseAddress);

    /// <summary>Gets <c>us</c>: accounts on 1password.com.</summary>
    public static EventsRegion UnitedStates { get; } = Create("us", "events.1password.com");

    /// <summary>Gets <c>ca</c>: accounts on 1password.ca.</summary>
    public static EventsRegion Canada { get; } = Create("ca", "events.1password.ca");

    /// <summary>Gets <c>eu</c>: accounts on 1password.eu.</summary>
    public static EventsRegion Europe { get; } = Create("eu", "events.1password.eu");

    /// <summary>Gets <c>ent</c>: accounts on ent.1password.com.</summary>
    public static EventsRegion Enterprise { get; } = Create("ent", "events.ent.1password.com");

    /// <summary>Gets the four regions.</summary>
    public static IReadOnlyList<EventsRegion> All { get; } = [UnitedStates, Canada, Europe, Enterprise];

    /// <summary>Gets <c>us</c>, <c>ca</c>, <c>eu</c> or <c>ent</c>; for an explicit address, its <see cref="Server"/>.</summary>
    public string Name { get; }

    /// <summary>Gets host, port and path of the address. Checkpoints and quotas are kept per server.</summary>
    public string Server => BaseAddress.Authority + BaseAddress.AbsolutePath.TrimEnd('/');

    /// <summary>Gets the address that the paths of the API are appended to. It ends with a slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Returns the region for a text. The <c>Region</c> key of a configuration accepts the same texts.</summary>
    /// <param name="text">
    /// <c>us</c>, <c>ca</c>, <c>eu</c>, <c>ent</c> or <c>enterprise</c>, or one of the four hosts such as
    /// <c>events.1password.eu</c>, in any letter case; or an address that <see cref="At"/> accepts.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="text"/> is neither a region nor an accepted address. The message says why, and does not show a token.
    /// </exception>
    public static EventsRegion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return RegionText.TryParse(text, out var region, out var problem)
            ? region
            : throw new ArgumentException(problem, nameof(text));
    }

    /// <summary>Tries to return the region for a text.</summary>
    /// <param name="text">The name of a region or an address, as in <see cref="Parse"/>.</param>
    /// <param name="region">The region.</param>
    /// <returns>Whether <paramref name="text"/> is a region or an accepted address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EventsRegion? region)
    {
        region = null;
        return text is not null && RegionText.TryParse(text, out region, out _);
    }

    /// <summary>
    /// Returns the region that a token was issued for, from its <c>aud</c> claim. The claim is not verified, so it can only
    /// select one of 1Password's four hosts: a forged token is sent to no other host.
    /// </summary>
    /// <param name="token">An Events API token.</param>
    /// <exception cref="ArgumentException">
    /// The token names none of the four regions. The message says why, without the token.
    /// </exception>
    public static EventsRegion FromToken(string token)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        return FromAudience(TokenAudience.Of(TokenClaims.Read(token)));
    }

    /// <summary>Returns the region that a token was issued for.</summary>
    /// <param name="token">An Events API token.</param>
    /// <exception cref="ArgumentException">
    /// The token names none of the four regions. The message says why, without the token.
    /// </exception>
    public static EventsRegion FromToken(EventsToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return FromAudience(token.Audience);
    }

    /// <summary>
    /// Returns an explicit address, such as that of an emulator or a reverse proxy. It takes precedence over the region in
    /// the token.
    /// </summary>
    /// <param name="baseAddress">
    /// An absolute https address, or an http address on loopback; without user, query and fragment.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="baseAddress"/> is not such an address.</exception>
    public static EventsRegion At(Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        if (RegionText.ProblemOf(baseAddress) is { } problem)
            throw new ArgumentException(problem, nameof(baseAddress));

        var slashed = baseAddress.AbsoluteUri.EndsWith('/') ? baseAddress : new Uri(baseAddress.AbsoluteUri + "/");
        return All.FirstOrDefault(known => known.BaseAddress == slashed)
            ?? new EventsRegion(slashed.Authority + slashed.AbsolutePath.TrimEnd('/'), slashed);
    }

    /// <summary>Returns the name and the address; for an explicit address, the address.</summary>
    public override string ToString() => All.Contains(this) ? $"{Name} ({BaseAddress})" : BaseAddress.AbsoluteUri;

    private static EventsRegion FromAudience(TokenAudience token) =>
        token.Region ?? throw new ArgumentException($"{token.Problem} {RegionText.Remedy}", nameof(token));

    private static EventsRegion Create(string name, string host) => new(name, new Uri($"https://{host}/"));
}
