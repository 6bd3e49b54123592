namespace OnePassword.Events.Cli.Config;

/// <summary>What holds where the file says nothing.</summary>
internal static class FollowDefaults
{
    public const string Api = "v2";
    public const int PageSize = EventQuery.DefaultPageSize;
    public const string OutputFolder = ".";
    public const bool Gzip = false;
    public const bool Envelope = false;
    public const bool GroupReadable = false;
    public const CursorRefusedPolicy CursorRefused = CursorRefusedPolicy.Fail;

    /// <summary>How far back the first reading goes: all that the API keeps.</summary>
    public static readonly TimeSpan Start = EventQuery.Retention;
    public static readonly TimeSpan PollMin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan PollMax = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);
}
