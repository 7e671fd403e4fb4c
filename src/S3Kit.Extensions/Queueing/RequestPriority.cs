namespace S3Kit;

/// <summary>
/// The order in which waiting requests are dispatched: every <see cref="High"/> before every <see cref="Normal"/> before every
/// <see cref="Low"/>, first in first out inside one. Requests of a lower class that have waited long are let through now and then
/// (<see cref="S3KitOptions.PriorityAgingInterval"/>), so that none starves.
/// </summary>
public enum RequestPriority
{
    /// <summary>For what can wait: reports, clean-ups, prefetching.</summary>
    Low = -1,

    /// <summary>The default.</summary>
    Normal = 0,

    /// <summary>For what a person is waiting for.</summary>
    High = 1,
}
