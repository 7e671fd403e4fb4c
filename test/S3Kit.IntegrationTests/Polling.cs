namespace S3Kit.IntegrationTests;

/// <summary>Waits for something that only asking can tell.</summary>
internal static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is yes; the token is the deadline.</summary>
    public static async Task UntilAsync(Func<CancellationToken, Task<bool>> condition, CancellationToken deadline)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (!await condition(deadline))
        {
            await timer.WaitForNextTickAsync(deadline);
        }
    }
}
