namespace OnePassword.Events.Destinations;

/// <summary>
/// Returns the secret of a destination before every request, so that it can be replaced at any time. A string converts to a
/// secret that never changes.
/// </summary>
/// <remarks><see cref="DeliveryReport.SecretRejected"/> reports a secret that the destination rejected.</remarks>
public sealed class DestinationSecret
{
    private readonly Func<CancellationToken, ValueTask<string>> _read;

    private DestinationSecret(Func<CancellationToken, ValueTask<string>> read) => _read = read;

    /// <summary>Creates a secret from a function. It is called before every request, so it should cache the secret.</summary>
    /// <param name="read">Returns the secret. The caller of <see cref="EventDelivery"/> receives its exceptions.</param>
    /// <exception cref="ArgumentNullException"><paramref name="read"/> is null.</exception>
    public static DestinationSecret From(Func<CancellationToken, ValueTask<string>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new DestinationSecret(read);
    }

    /// <summary>Creates a secret that never changes.</summary>
    /// <param name="secret">The secret.</param>
    /// <exception cref="ArgumentException"><paramref name="secret"/> is null or empty.</exception>
    public static DestinationSecret From(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        return new DestinationSecret(_ => ValueTask.FromResult(secret));
    }

    /// <summary>Creates a secret that never changes.</summary>
    /// <param name="secret">The secret.</param>
    public static implicit operator DestinationSecret(string secret) => From(secret);

    /// <summary>Returns the kind only, never the secret.</summary>
    public override string ToString() => nameof(DestinationSecret);

    internal ValueTask<string> ReadAsync(CancellationToken cancellationToken) => _read(cancellationToken);
}
