using System.Buffers;
using Microsoft.Extensions.Logging;
using S3Kit.Transfers.Checkpoints;

namespace S3Kit.Transfers;

/// <summary>What all transfers of an app share.</summary>
internal sealed class TransferServices(ILogger<ResumableUpload> logger)
{
    public ILogger Logger => logger;

    /// <summary>Where the buffers of parts come from. Tests count them.</summary>
    public ArrayPool<byte> Buffers { get; init; } = ArrayPool<byte>.Shared;
}
