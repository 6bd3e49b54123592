namespace OnePassword.Events.Durable;

/// <summary>Finds a path that does not exist, so that no file is overwritten.</summary>
internal static class UnusedPath
{
    /// <returns>The path itself, or the path followed by <c>-2</c>, <c>-3</c> and so on.</returns>
    public static string For(string path)
    {
        var unused = path;
        for (var number = 2; Path.Exists(unused) || new FileInfo(unused).LinkTarget is not null; number++)
            unused = FormattableString.Invariant($"{path}-{number}");
        return unused;
    }
}
