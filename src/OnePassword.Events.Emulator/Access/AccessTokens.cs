using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Access;

/// <summary>The tokens that the emulator accepts: the current one, and previous ones until their grace period ends.</summary>
internal sealed class AccessTokens
{
    /// <summary>The age of the first token.</summary>
    private static readonly TimeSpan FirstAge = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly List<(AccessToken Token, DateTimeOffset ValidUntil)> _previous = [];
    private readonly TokenClaims _claims;
    private readonly ulong _key;
    private readonly Uri _audience;
    private readonly TimeProvider _clock;
    private AccessToken _current;
    private int _rotations;

    public AccessTokens(EmulatorOptions options, string integration, string account, Uri audience, TimeProvider clock)
    {
        var features = options.Features.Distinct().Order().Select(WireNames.Of);
        _claims = new(integration, account, default, [.. features]);
        _key = Rng.Key(unchecked((ulong)options.Seed), RngStream.Token);
        (_audience, _clock) = (audience, clock);
        _current = Issue(options.Token, clock.GetUtcNow() - FirstAge);
    }

    public string Current => Volatile.Read(ref _current).Value;

    /// <summary>Returns the token of a request; null if it is missing or not accepted.</summary>
    public AccessToken? Find(string? authorization)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            _previous.RemoveAll(previous => previous.ValidUntil <= now);
            var accepted = _previous.Select(previous => previous.Token).Prepend(_current);
            return accepted.FirstOrDefault(token => token.IsIn(authorization));
        }
    }

    /// <summary>Returns the first invalid argument of a rotation with the rule that it violates, or null.</summary>
    public static (string Name, string Rule)? ProblemOf(string? token, TimeSpan grace) =>
        token is not null && !IsValid(token) ? (nameof(token), "must be visible ASCII without spaces")
        : grace < TimeSpan.Zero || grace > TimeSpan.FromDays(1) ? (nameof(grace), "must be zero to one day")
        : null;

    /// <summary>Returns whether a text can be a token.</summary>
    public static bool IsValid(string token) => token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Replaces the current token and returns the new one.</summary>
    /// <param name="token">The new token; null to generate one.</param>
    /// <param name="grace">How long the emulator still accepts the previous token.</param>
    public string Rotate(string? token, TimeSpan grace)
    {
        lock (_lock)
        {
            _rotations++;
            var now = _clock.GetUtcNow();
            _previous.Add((_current, now + grace));
            Volatile.Write(ref _current, Issue(token, now));
            return _current.Value;
        }
    }

    private AccessToken Issue(string? text, DateTimeOffset time) =>
        new(text, _claims.IssuedOn(time), new Rng(_key, _rotations), _audience);
}
