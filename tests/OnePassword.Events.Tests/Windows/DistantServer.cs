using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Tests.Windows;

/// <summary>Serves events that happened at given moments, in windows and by cursor, each answer after a while by the clock of the test.</summary>
internal sealed class DistantServer(FakeClock clock, Func<int, TimeSpan> latency, long[] ticks) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private int _underWay;

    /// <summary>When requests came, in order.</summary>
    public List<DateTimeOffset> Times { get; } = [];

    /// <summary>How many requests wait for their answer.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeakWatch.CheckRecognized(request);
        var asked = JsonElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        int number;
        lock (_lock)
        {
            Times.Add(clock.GetUtcNow());
            number = Times.Count;
        }
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = clock.CreateTimer(
            _ =>
            {
                Interlocked.Decrement(ref _underWay); // Before anybody goes on: who turns the clock must not count it as waiting.
                answered.SetResult();
            },
            null,
            latency(number),
            Timeout.InfiniteTimeSpan);
        Interlocked.Increment(ref _underWay);
        await answered.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Page(asked), Encoding.UTF8, "application/json") };
    }

    private string Page(JsonElement asked)
    {
        var (next, end, limit) = asked.TryGetProperty("cursor", out var cursor) ? State(cursor.GetString()!)
            : (First(asked.GetProperty("start_time")), First(asked.GetProperty("end_time")), asked.GetProperty("limit").GetInt32());
        var until = Math.Min(next + limit, end);
        var page = new StringBuilder("{\"items\":[");
        for (var index = next; index < until; index++)
            page.Append(index == next ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"uuid":"{{index}}","timestamp":"{{new EventTime(new DateTimeOffset(ticks[index], TimeSpan.Zero))}}"}""");
        return page.Append(CultureInfo.InvariantCulture, $$"""],"cursor":"{{until}} {{end}} {{limit}}","has_more":{{(until < end ? "true" : "false")}}}""").ToString();
    }

    private int First(JsonElement time)
    {
        var found = Array.BinarySearch(ticks, EventTime.Parse(time.GetString()!).Value.UtcTicks);
        return found >= 0 ? found : ~found;
    }

    private static (int Next, int End, int Limit) State(string cursor)
    {
        var parts = cursor.Split(' ').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return (parts[0], parts[1], parts[2]);
    }
}
