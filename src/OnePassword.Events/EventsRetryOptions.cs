namespace OnePassword.Events;

/// <summary>How often and when a request is sent again. The API's POSTs only read, so each may be.</summary>
public sealed class EventsRetryOptions
{
    /// <summary>Attempts after the first; 0 to 100.</summary>
    /// <value>6.</value>
    /// <remarks><see cref="EventsResilienceOptions.TotalRequestTimeout"/> bounds them as well.</remarks>
    public int MaxRetryAttempts { get; set; } = 6;

    /// <summary>The wait before the second attempt, doubled before each further one; 0 to a day.</summary>
    /// <value>1 second.</value>
    /// <remarks>A random part of up to half is taken off each wait. What the server asks for in <c>Retry-After</c> takes its place.</remarks>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that doubling leads to; not less than <see cref="Delay"/>, up to a day.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    internal EventsRetryOptions Copy() => (EventsRetryOptions)MemberwiseClone();
}
