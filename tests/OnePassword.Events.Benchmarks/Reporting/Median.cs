namespace OnePassword.Events.Benchmarks.Reporting;

internal static class Median
{
    /// <summary>Returns the median; of an even number of values, the lower of the two in the middle.</summary>
    public static T Of<T>(IEnumerable<T> values)
    {
        List<T> sorted = [.. values.Order()];
        return sorted[(sorted.Count - 1) / 2];
    }
}
