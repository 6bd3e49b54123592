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

    public const string Help = """
        Exit codes:
          0    success
          2    invalid command line or configuration file, or no token
          3    token rejected, or token without access to a feed
          4    quota exhausted
          5    server or network failure
          6    output cannot be written
          7    state cannot be used: corrupt, of another account, or locked
          130  interrupted
        If several feeds fail, the lowest code is returned.
        """;

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
