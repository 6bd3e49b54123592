using System.Globalization;

namespace OnePassword.Events.Cli.Shared;

/// <summary>The exit codes of the tool. If several feeds fail, the lowest code is returned.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Usage = 2;
    public const int Token = 3;
    public const int Quota = 4;
    public const int Server = 5;
    public const int Output = 6;
    public const int State = 7;
    public const int Interrupted = 130;

    /// <summary>As a shell reports a program that SIGPIPE ended.</summary>
    public const int ClosedPipe = 141;

    private static readonly (int Code, string Meaning)[] Meanings =
    [
        (Success, "success"),
        (Usage, "invalid command line or configuration file, or no token"),
        (Token, "token rejected, or token without access to a feed"),
        (Quota, "quota exhausted"),
        (Server, "server or network failure"),
        (Output, "output cannot be written"),
        (State, "state cannot be used: corrupt, of another account, or locked"),
        (Interrupted, "interrupted"),
        (ClosedPipe, "the reader closed standard output before the end"),
    ];

    public static IReadOnlyList<int> All { get; } = [.. Meanings.Select(known => known.Code)];

    public const string LowestOfSeveral = "If several feeds fail, the lowest code is returned.";

    public const string OfInterruptedFollow = "Ctrl+C and SIGTERM end follow with code 0, and follow --once with code 130.";

    public static string MeaningOf(int code) => Array.Find(Meanings, known => known.Code == code).Meaning;

    /// <summary>Returns the help of some exit codes.</summary>
    public static string Help(IReadOnlyCollection<int> codes)
    {
        var lines = Meanings.Where(known => codes.Contains(known.Code)).Select(
            known => string.Create(CultureInfo.InvariantCulture, $"  {known.Code,-3}  {known.Meaning}"));
        var readsFeeds = codes.Contains(Token) && codes.Contains(State);
        var several = readsFeeds ? $"\n{LowestOfSeveral}" : "";
        return $"Exit codes:\n{string.Join('\n', lines)}{several}";
    }

    public static int Of(Exception error) => error switch
    {
        EventsException failure => Of(failure),
        CliException failure => failure.ExitCode,
        _ => Server,
    };

    public static int Of(EventsException error) => error.Reason switch
    {
        EventsFailure.TokenRejected or EventsFailure.FeatureMissing => Token,
        EventsFailure.RateLimited => Quota,
        _ => Server,
    };
}
