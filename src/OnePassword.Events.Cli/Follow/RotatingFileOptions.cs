namespace OnePassword.Events.Cli.Follow;

/// <summary>How the output of a feed is written.</summary>
/// <param name="RotateSize">A file of this many bytes gets no further page; null for no limit.</param>
/// <param name="RotateEvery">A file of this age gets no further page; null for no limit.</param>
/// <param name="Gzip">Whether files are compressed.</param>
internal sealed record RotatingFileOptions(long? RotateSize, TimeSpan? RotateEvery, bool Gzip);
