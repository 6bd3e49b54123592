using System.Globalization;

namespace OnePassword.Events.Emulator.Http;

/// <summary>Admits requests within both quotas. A refused one does not count.</summary>
internal sealed class QuotaGuard(Quota quota, RetryAfterForm form)
{
    private readonly Lock _lock = new();
    private readonly SlidingWindow[] _windows =
    [
        .. quota.PerMinute is { } minute ? [new SlidingWindow(minute, TimeSpan.FromMinutes(1))] : Array.Empty<SlidingWindow>(),
        .. quota.PerHour is { } hour ? [new SlidingWindow(hour, TimeSpan.FromHours(1))] : Array.Empty<SlidingWindow>(),
    ];

    /// <summary>Null if the request is admitted, else the 429.</summary>
    public Answer? Refuse(DateTimeOffset now)
    {
        lock (_lock)
        {
            var wait = _windows.Select(window => window.WaitAt(now)).DefaultIfEmpty().Max();
            if (wait > TimeSpan.Zero)
                return TooMany(now, wait);
            foreach (var window in _windows)
                window.Admit(now);
            return null;
        }
    }

    private Answer TooMany(DateTimeOffset now, TimeSpan wait)
    {
        var answer = Answer.Error(StatusCodes.Status429TooManyRequests, $"quota {quota}");
        if (RetryAfter(now, wait) is { } value)
            answer.Headers["Retry-After"] = value;
        return answer;
    }

    private string? RetryAfter(DateTimeOffset now, TimeSpan wait) => form switch
    {
        RetryAfterForm.Seconds => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        RetryAfterForm.Date => CeilingToSecond(now + wait).ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static DateTimeOffset CeilingToSecond(DateTimeOffset time) =>
        new((time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
