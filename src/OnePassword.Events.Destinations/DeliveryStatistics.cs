namespace OnePassword.Events.Destinations;

/// <summary>The counters of a delivery.</summary>
/// <param name="Delivered">Events that the destination confirmed. An event that was sent twice counts once.</param>
/// <param name="SentAgain">Events in attempts after the first.</param>
/// <param name="DeadLetters">Events that became dead letters.</param>
/// <param name="Attempts">Batches that were sent, with repetitions.</param>
/// <param name="Bytes">Bytes of the encoded events in all attempts, before compression.</param>
/// <param name="Failures">Attempts that failed.</param>
/// <param name="Warnings">Attempts that succeeded with a warning.</param>
public sealed record DeliveryStatistics(
    long Delivered, long SentAgain, long DeadLetters, long Attempts, long Bytes, long Failures, long Warnings);
