using System.Diagnostics.Metrics;

namespace S3Kit.Chaos.Checking;

/// <summary>How many requests wait in the queue, as the gauge says.</summary>
internal static class QueueLength
{
    public static long Read()
    {
        var sum = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == S3KitTelemetry.MeterName && instrument.Name == S3KitTelemetry.QueueLength)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => sum += value);
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => sum += value);
        listener.Start();
        listener.RecordObservableInstruments();
        return sum;
    }
}
