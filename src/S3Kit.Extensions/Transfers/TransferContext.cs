using System.Buffers;
using Microsoft.Extensions.Logging;
using S3Kit.Dispatching;

namespace S3Kit.Transfers;

/// <summary>What a transfer of several operations works with.</summary>
/// <param name="Runner">Runs its operations.</param>
/// <param name="Dispatcher">Is told that something of several requests is under way.</param>
/// <param name="Settings">The settings at its beginning.</param>
/// <param name="Time">The clock.</param>
/// <param name="Buffers">Where its buffers come from.</param>
/// <param name="Logger">What it logs to.</param>
internal sealed record TransferContext(
    IOperationRunner Runner, RequestDispatcher Dispatcher, S3KitOptions Settings, TimeProvider Time, ArrayPool<byte> Buffers, ILogger Logger);
