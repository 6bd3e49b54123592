namespace OnePassword.Events.Cli.Shared;

/// <summary>Expands <c>~</c> at the start of a path, for arguments and files that no shell has expanded.</summary>
internal static class HomeFolder
{
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>
    /// Returns a path with the home folder instead of <c>~</c> or <c>~/</c>. Any other path is returned unchanged.
    /// </summary>
    public static string Expand(string path, Func<string, string?> environment)
    {
        if (!path.StartsWith('~') || (path.Length > 1 && !Separators.Contains(path[1])))
            return path;
        var home = environment("HOME") is { Length: > 0 } variable
            ? variable
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? home + path[1..] : path;
    }

    /// <summary>Expands an argument, or the value of an argument such as <c>--output=~/out</c>.</summary>
    public static string ExpandArgument(string argument, Func<string, string?> environment)
    {
        var value = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        return argument[..value] + Expand(argument[value..], environment);
    }
}
