using System.Globalization;
using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Access;

/// <summary>Accepts requests within both quotas. A rejected request does not count.</summary>
internal sealed class QuotaGuard(Quota quota, RetryAfterFormat format)
{
    private readonly Lock _lock = new();
    private readonly SlidingWindow[] _windows =
    [
        .. quota.PerMinute is { } minute ? [new SlidingWindow(minute, TimeSpan.FromMinutes(1))] : Array.Empty<SlidingWindow>(),
        .. quota.PerHour is { } hour ? [new SlidingWindow(hour, TimeSpan.FromHours(1))] : Array.Empty<SlidingWindow>(),
    ];

    /// <summary>Returns a 429, or null if the request is accepted.</summary>
    public ApiResponse? Reject(DateTimeOffset now)
    {
        lock (_lock)
        {
            var wait = _windows.Select(window => window.WaitAt(now)).DefaultIfEmpty().Max();
            if (wait > TimeSpan.Zero)
                return TooMany(now, wait);
            foreach (var window in _windows)
                window.Record(now);
            return null;
        }
    }

    private ApiResponse TooMany(DateTimeOffset now, TimeSpan wait)
    {
        var response = ApiResponse.Error(StatusCodes.Status429TooManyRequests, $"quota {quota}");
        if (RetryAfter(now, wait) is { } value)
            response.Headers["Retry-After"] = value;
        return response;
    }

    private string? RetryAfter(DateTimeOffset now, TimeSpan wait) => format switch
    {
        RetryAfterFormat.Seconds => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        RetryAfterFormat.Date => CeilingToSecond(now + wait).ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static DateTimeOffset CeilingToSecond(DateTimeOffset time) =>
        new((time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
