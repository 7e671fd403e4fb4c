namespace S3Kit.Transfers;

/// <summary>Who counts what an upload moves, part by part.</summary>
internal sealed class UploadProgress
{
    private readonly TransferMeter _meter;
    private readonly Dictionary<int, PieceProgress> _pieces = [];

    private UploadProgress(TransferMeter meter) => _meter = meter;

    /// <summary>The progress of an upload; none when nobody wants to hear of it.</summary>
    public static UploadProgress? Start(IProgress<TransferProgress>? receiver, long? totalBytes, int? totalParts, TimeProvider time) =>
        TransferMeter.Start(receiver, totalBytes, totalParts, time) is { } meter ? new UploadProgress(meter) : null;

    /// <summary>That of one part, from 1; the same one when the part is sent a second time.</summary>
    public PieceProgress Of(int number)
    {
        lock (_pieces)
        {
            if (!_pieces.TryGetValue(number, out PieceProgress? piece))
            {
                _pieces.Add(number, piece = new PieceProgress(_meter));
            }

            return piece;
        }
    }

    /// <summary>The object is stored.</summary>
    public void Complete() => _meter.Complete();
}
