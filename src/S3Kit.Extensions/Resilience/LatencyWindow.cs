using System.Numerics;

namespace S3Kit.Resilience;

/// <summary>How long things took lately, by a share of them: a histogram whose steps are an eighth of a power of two wide, and whose past fades.</summary>
internal sealed class LatencyWindow
{
    /// <summary>With fewer than these nothing is said.</summary>
    public const int Least = 20;

    private const int StepsPerPower = 8;
    private const int Fade = 1024;

    private readonly Lock _gate = new();

    // From 8 microseconds, the narrowest step, to about nine minutes.
    private readonly int[] _counts = new int[StepsPerPower * 27];
    private int _sum;

    public void Record(TimeSpan elapsed)
    {
        int step = Step((ulong)Math.Max(elapsed.TotalMicroseconds, 0));
        lock (_gate)
        {
            _counts[step]++;
            if (++_sum >= Fade)
            {
                _sum = 0;
                for (int i = 0; i < _counts.Length; i++)
                {
                    _sum += _counts[i] /= 2;
                }
            }
        }
    }

    /// <summary>The time within which a share of them was done, rounded up to the end of its step; <see langword="null"/> when there were too few.</summary>
    public TimeSpan? Quantile(double share)
    {
        lock (_gate)
        {
            if (_sum < Least)
            {
                return null;
            }

            int wanted = (int)Math.Ceiling(_sum * share);
            int seen = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                seen += _counts[i];
                if (seen >= wanted)
                {
                    return TimeSpan.FromMicroseconds(End(i));
                }
            }

            return null;
        }
    }

    private int Step(ulong microseconds)
    {
        if (microseconds < StepsPerPower)
        {
            return (int)microseconds;
        }

        int power = BitOperations.Log2(microseconds);
        int within = (int)(microseconds >> (power - 3)) & (StepsPerPower - 1);
        return Math.Min(((power - 2) * StepsPerPower) + within, _counts.Length - 1);
    }

    private static double End(int step) => step < StepsPerPower ? step + 1 : Math.ScaleB(StepsPerPower + (step % StepsPerPower) + 1, (step / StepsPerPower) - 1);
}
