namespace S3Kit.Store;

/// <summary>
/// Finds out that a listing goes round in a circle of any length, with one place remembered: each power of two of steps takes the place of the one
/// before, and sooner or later lies within the circle (Brent's algorithm).
/// </summary>
internal sealed class CircleGuard
{
    private string? _remembered;
    private long _steps;
    private long _limit = 1;

    /// <summary>Takes note of a step; <see langword="true"/> when this place was seen before.</summary>
    public bool IsClosedBy(string place)
    {
        if (string.Equals(place, _remembered, StringComparison.Ordinal))
        {
            return true;
        }

        if (++_steps == _limit)
        {
            _remembered = place;
            _steps = 0;
            _limit *= 2;
        }

        return false;
    }
}
