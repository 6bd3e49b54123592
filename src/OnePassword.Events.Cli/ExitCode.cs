namespace OnePassword.Events.Cli;

/// <summary>What the tool's exit code says; of several failures, the lowest.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Usage = 2;
    public const int Token = 3;
    public const int Quota = 4;
    public const int Server = 5;
    public const int Output = 6;
    public const int State = 7;
    public const int Interrupted = 130;

    public const string Help = """
        Exit codes:
          0    done
          2    the command line, its configuration file, or no token
          3    the token was refused, or lacks a feature
          4    the quota is used up
          5    the server or the network failed
          6    the output could not be written
          7    the state cannot be used: damaged, of another account, or in use
          130  interrupted
        Of several failures, the lowest.
        """;

    public static int Of(EventsException error) => error.Reason switch
    {
        EventsFailure.TokenRejected or EventsFailure.FeatureMissing => Token,
        EventsFailure.RateLimited => Quota,
        _ => Server,
    };
}
