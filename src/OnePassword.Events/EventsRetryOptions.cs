namespace OnePassword.Events;

/// <summary>
/// Configures the number of retries and the waits before them. All requests of the API only read, so each can be retried.
/// </summary>
public sealed class EventsRetryOptions
{
    /// <summary>Gets or sets the attempts after the first; 0 to 100.</summary>
    /// <value>Default: 6.</value>
    /// <remarks><see cref="EventsResilienceOptions.TotalRequestTimeout"/> limits them as well.</remarks>
    public int MaxRetryAttempts { get; set; } = 6;

    /// <summary>Gets or sets the wait before the second attempt, which doubles before each further one; 0 to 1 day.</summary>
    /// <value>Default: 1 second.</value>
    /// <remarks>
    /// Each wait is shortened by a random part of up to half. If the server sends <c>Retry-After</c>, that wait applies instead.
    /// </remarks>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the limit up to which waits double; at least <see cref="Delay"/>, up to 1 day.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    internal EventsRetryOptions Copy() => (EventsRetryOptions)MemberwiseClone();
}
