namespace S3Kit.TransferProcess;

/// <summary>Says how far an upload has come, a line for each report.</summary>
internal sealed class ProgressLines : IProgress<TransferProgress>
{
    public void Report(TransferProgress value) => Console.WriteLine($"progress {value.PartsCompleted} {value.BytesTransferred}");
}
