namespace OnePassword.Events.Destinations;

/// <summary>One result of <see cref="IEventDestination.ProbeAsync"/>.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">What was checked and found; for a failure also what to do.</param>
public sealed record ProbeResult(ProbeStatus Status, string Text);
