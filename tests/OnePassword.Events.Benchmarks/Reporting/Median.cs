namespace OnePassword.Events.Benchmarks.Reporting;

internal static class Median
{
    /// <summary>The middle one of the values; of an even number, the lower of the two.</summary>
    public static T Of<T>(IEnumerable<T> values) => values.Order().ToList() is var sorted ? sorted[(sorted.Count - 1) / 2] : throw new ArgumentException("There is nothing.", nameof(values));
}
