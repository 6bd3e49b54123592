namespace OnePassword.Events;

/// <summary>
/// Where a client takes its token from, before every attempt of every request: so a token can be replaced while the client
/// runs. A text or an <see cref="EventsToken"/> converts to a provider of just that.
/// </summary>
public sealed class EventsTokenProvider
{
    private readonly Func<CancellationToken, ValueTask<EventsToken>> _read;

    private EventsTokenProvider(Func<CancellationToken, ValueTask<EventsToken>> read, EventsToken? constant) => (_read, Constant) = (read, constant);

    /// <summary>The token that never changes; null if it is read each time.</summary>
    internal EventsToken? Constant { get; }

    /// <summary>Reads the token by a function of yours. It is called often, so it should remember the token while it is good.</summary>
    /// <param name="read">Gives the token; what it throws reaches the caller of the client as it is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="read"/> is null.</exception>
    public static EventsTokenProvider From(Func<CancellationToken, ValueTask<EventsToken>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new EventsTokenProvider(read, constant: null);
    }

    /// <summary>A token that never changes.</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="ArgumentNullException"><paramref name="token"/> is null.</exception>
    public static EventsTokenProvider From(EventsToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new EventsTokenProvider(_ => ValueTask.FromResult(token), token);
    }

    /// <summary>A token that never changes.</summary>
    /// <param name="token">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">It is empty, or has a character that no token has.</exception>
    public static implicit operator EventsTokenProvider(string token) => From(new EventsToken(token));

    /// <summary>A token that never changes.</summary>
    /// <param name="token">The token.</param>
    public static implicit operator EventsTokenProvider(EventsToken token) => From(token);

    internal ValueTask<EventsToken> ReadAsync(CancellationToken cancellationToken) => _read(cancellationToken);
}
