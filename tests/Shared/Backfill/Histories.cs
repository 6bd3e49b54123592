namespace OnePassword.Events.Testing.Backfill;

/// <summary>
/// Times of events over the 120 days that the API keeps, as they occur in practice and at worst. All are ordered.
/// </summary>
internal static class Histories
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Start = Now - EventQuery.Retention;

    public static IReadOnlyList<DateTimeOffset> Uniform(int count, double fromDay = 0, double days = 120, int seed = 1)
    {
        var random = new Random(seed);
        var times = Enumerable.Range(0, count).Select(index => Start.AddDays(fromDay + (days * (index + random.NextDouble()) / count)));
        return [.. times];
    }

    /// <summary>19 of 20 events between 8:00 and 18:00 on weekdays.</summary>
    public static IReadOnlyList<DateTimeOffset> WorkingHours(int count, int seed = 1)
    {
        var random = new Random(seed);
        return Sample(count, random, time => IsWorking(time) ? 1 : 0.05);
    }

    public static IReadOnlyList<DateTimeOffset> EmptyMonth(int count) =>
        [.. Uniform(count / 2, 0, 40), .. Uniform(count - (count / 2), 70, 50, 2)];

    /// <summary>Even, but for one hour with many events.</summary>
    public static IReadOnlyList<DateTimeOffset> BurstOfAnHour(int count, int burst) =>
        [.. Uniform(count).Concat(Uniform(burst, 60.3, 1.0 / 24, 2)).Order()];

    /// <summary>Sparse, then dense for some minutes, repeatedly, as a script or an import causes it.</summary>
    public static IReadOnlyList<DateTimeOffset> Imports(int count, int seed)
    {
        var random = new Random(seed);
        var times = new List<DateTimeOffset>();
        for (var at = Start.AddDays(1); times.Count < count && at < Now;)
        {
            var (events, step) = random.Next(3) switch
            {
                0 => (random.Next(20, 200), TimeSpan.FromMinutes(20)),
                1 => (random.Next(100, 3_000), TimeSpan.FromMilliseconds(80)),
                _ => (random.Next(20, 500), TimeSpan.FromSeconds(30)),
            };
            for (; events > 0; events--)
                times.Add(at += step * random.NextDouble());
        }
        return [.. times.Where(time => time < Now)];
    }

    /// <summary>All events in the first hour of each day.</summary>
    public static IReadOnlyList<DateTimeOffset> NightlyBatch(int count, int seed) =>
        Sample(count, new Random(seed), time => time.Hour == 0 ? 1 : 0);

    /// <summary>Working hours of two offices whose clocks are nine hours apart; the second is smaller.</summary>
    public static IReadOnlyList<DateTimeOffset> TwoOffices(int count, int seed) =>
        Sample(count, new Random(seed), time => (IsWorking(time) ? 0.7 : 0.01) + (IsWorking(time.AddHours(9)) ? 0.3 : 0));

    /// <summary>A company that grows: the last day has 50 times the events of the first.</summary>
    public static IReadOnlyList<DateTimeOffset> Growth(int count, int seed) =>
        Sample(count, new Random(seed), time => Math.Pow(50, ((time - Start) / EventQuery.Retention) - 1));

    /// <summary>A rate that wanders from hour to hour, by a factor of 30 in either direction.</summary>
    public static IReadOnlyList<DateTimeOffset> RandomWalk(int count, int seed)
    {
        var random = new Random(seed);
        var rates = new double[(int)EventQuery.Retention.TotalHours + 1];
        for (var (hour, logarithm) = (0, 0.0); hour < rates.Length; hour++)
            rates[hour] = Math.Exp(logarithm = Math.Clamp(logarithm + random.NextDouble() - 0.5, -3.4, 3.4)) / 30;
        return Sample(count, random, time => rates[(int)(time - Start).TotalHours]);
    }

    /// <summary>A script that runs every hour for two minutes, on top of working hours.</summary>
    public static IReadOnlyList<DateTimeOffset> HourlyScript(int count, int seed) =>
        Sample(count, new Random(seed), time => time.Minute < 2 ? 1 : IsWorking(time) ? 0.05 : 0.002);

    // Rejection sampling with a rate of 0 to 1.
    private static DateTimeOffset[] Sample(int count, Random random, Func<DateTimeOffset, double> rate)
    {
        var times = new DateTimeOffset[count];
        for (var index = 0; index < count;)
        {
            var time = Now - (random.NextDouble() * EventQuery.Retention);
            if (random.NextDouble() < rate(time))
                times[index++] = time;
        }
        Array.Sort(times);
        return times;
    }

    private static bool IsWorking(DateTimeOffset time) =>
        time.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && time.Hour is >= 8 and < 18;
}
