namespace OnePassword.Events.Benchmarks.Reporting;

/// <summary>A goal, and the measured value that meets or misses it.</summary>
internal sealed record Goal(string Name, double Measured, double Limit, Func<double, string> Format)
{
    private static readonly string[] Headers = ["goal", "measured", "at most", "result"];

    public static void AddTo(Report report, IEnumerable<Goal> goals) =>
        report.Table(Headers, goals.Select(goal => goal.Row()));

    private string[] Row() => [Name, Format(Measured), Format(Limit), Measured <= Limit ? "met" : "**missed**"];
}
