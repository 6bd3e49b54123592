using System.Globalization;

namespace OnePassword.Events.Diagnostics;

/// <summary>Compares the local clock with the server's clock, which the Date header of a response states.</summary>
internal sealed class ServerClock(TimeProvider clock, Action<string> warn)
{
    private readonly Lock _lock = new();
    private TimeSpan? _offset;
    private bool _warned;

    /// <summary>Gets the offset of the server's clock from the local one; null before the first response with a date.</summary>
    public TimeSpan? Offset
    {
        get
        {
            lock (_lock)
                return _offset;
        }
    }

    /// <summary>Gets the server's time, or the local time while the difference is unknown.</summary>
    public DateTimeOffset Now => clock.GetUtcNow() + (Offset ?? TimeSpan.Zero);

    /// <summary>Reads the time of a response, and warns once when the difference becomes too large.</summary>
    public void Read(HttpResponseMessage response)
    {
        // An error may come from a proxy, whose clock does not matter.
        if (!response.IsSuccessStatusCode || response.Headers.Date is not { } date)
            return;
        var offset = date - clock.GetUtcNow();
        var warns = false;
        lock (_lock)
        {
            var isOff = offset.Duration() > ClockTolerance.Value;
            (warns, _warned, _offset) = (isOff && !_warned, isOff, offset);
        }
        if (warns)
            warn($"{Text(offset.Duration())} {(offset < TimeSpan.Zero ? "ahead of" : "behind")}");
    }

    private static string Text(TimeSpan time)
    {
        var (number, unit) = time switch
        {
            { TotalDays: >= 2 } => (time.TotalDays, "days"),
            { TotalHours: >= 2 } => (time.TotalHours, "hours"),
            _ => (time.TotalMinutes, "minutes"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {unit}");
    }
}
