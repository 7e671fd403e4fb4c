using System.ComponentModel.DataAnnotations;

namespace S3Kit;

/// <summary>
/// When a read is sent to a second endpoint because the first takes its time: section <c>S3Kit:Hedging</c>. It concerns <c>GetObject</c> and <c>HeadObject</c> in
/// pools of several endpoints. The first answer counts, the other request is cancelled, and is never a failure of its endpoint.
/// </summary>
public sealed class HedgingOptions
{
    /// <summary>Whether reads are hedged that do not say so themselves (<see cref="HeadObjectOptions.Hedge"/>). Default: <see langword="false"/>.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// How long the first endpoint may take to answer before the second is asked, 1 millisecond to 1 hour. <see langword="null"/> (the default): the time in which
    /// 95 of 100 reads of the pool were answered lately; as long as fewer than 20 were, nothing is hedged.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan? Delay { get; set; }

    /// <summary>The most hedges for each read, 0.001 to 1, in the long run; up to ten may follow each other at once. Default: 0.1, one for ten reads.</summary>
    [Range(0.001, 1d)]
    public double MaxShare { get; set; } = 0.1;
}
