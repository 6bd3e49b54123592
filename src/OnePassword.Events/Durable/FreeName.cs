namespace OnePassword.Events.Durable;

/// <summary>A name that no file has, so that none is overwritten.</summary>
internal static class FreeName
{
    /// <returns>The path, or the path with <c>-2</c>, <c>-3</c> and so on behind it.</returns>
    public static string Of(string path)
    {
        var free = path;
        for (var number = 2; Path.Exists(free) || new FileInfo(free).LinkTarget is not null; number++)
            free = FormattableString.Invariant($"{path}-{number}");
        return free;
    }
}
