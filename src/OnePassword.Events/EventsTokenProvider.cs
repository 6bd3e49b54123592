namespace OnePassword.Events;

/// <summary>
/// Returns the token before every attempt of every request, so that it can be replaced while the client runs. A string or an
/// <see cref="EventsToken"/> converts to a provider that always returns it.
/// </summary>
public sealed class EventsTokenProvider
{
    private readonly Func<CancellationToken, ValueTask<EventsToken>> _read;

    private EventsTokenProvider(Func<CancellationToken, ValueTask<EventsToken>> read, EventsToken? constant) =>
        (_read, Constant) = (read, constant);

    /// <summary>The token that never changes; null if a function returns it.</summary>
    internal EventsToken? Constant { get; }

    /// <summary>
    /// Creates a provider from a function. The client calls it before every attempt, so it should cache the token.
    /// </summary>
    /// <param name="read">Returns the token. Its exceptions reach the caller of the client unchanged.</param>
    /// <exception cref="ArgumentNullException"><paramref name="read"/> is null.</exception>
    public static EventsTokenProvider From(Func<CancellationToken, ValueTask<EventsToken>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new EventsTokenProvider(read, constant: null);
    }

    /// <summary>Creates a provider of a token that never changes.</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="ArgumentNullException"><paramref name="token"/> is null.</exception>
    public static EventsTokenProvider From(EventsToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new EventsTokenProvider(_ => ValueTask.FromResult(token), token);
    }

    /// <summary>Creates a provider of a token that never changes.</summary>
    /// <param name="token">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">The text is empty or contains a character that tokens do not contain.</exception>
    public static implicit operator EventsTokenProvider(string token) => From(new EventsToken(token));

    /// <summary>Creates a provider of a token that never changes.</summary>
    /// <param name="token">The token.</param>
    public static implicit operator EventsTokenProvider(EventsToken token) => From(token);

    internal ValueTask<EventsToken> ReadAsync(CancellationToken cancellationToken) => _read(cancellationToken);
}
