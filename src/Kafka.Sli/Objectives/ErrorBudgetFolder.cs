using System.Globalization;

namespace Kafka.Sli.Objectives;

/// <summary>Error budgets in one file of a folder, which one process at a time may use. A file is written anew beside the old one and takes its place at once.</summary>
internal sealed class ErrorBudgetFolder : IDisposable
{
    private const string FileName = "kafka-sli-error-budget.json";

    private readonly string _folder;
    private volatile FileStream? _lock;
    private volatile bool _isDisposed;

    public ErrorBudgetFolder(string folder)
    {
        _folder = folder;
        Store = new ErrorBudgetStore(LoadAsync, (state, _) => Task.Run(() => Save(state), CancellationToken.None)) { SetAside = SetAside };
    }

    public ErrorBudgetStore Store { get; }

    private string StateFile => Path.Combine(_folder, FileName);

    private string LockFile => StateFile + ".lock";

    /// <summary>Another process may have the folder. One that is only now being loaded is let go too.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _lock?.Dispose();
    }

    private async Task<byte[]?> LoadAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        try
        {
            _lock = new FileStream(
                LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(LockFile))
        {
            throw new IOException($"the folder {_folder} is in use by another process, and is of one process only: {e.Message}", e);
        }

        if (_isDisposed)
        {
            await _lock.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(ErrorBudgetFolder));
        }

        return File.Exists(StateFile) ? await File.ReadAllBytesAsync(StateFile, cancellationToken).ConfigureAwait(false) : null;
    }

    private void Save(byte[] state)
    {
        var next = StateFile + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(state);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, StateFile, overwrite: true);
    }

    private string SetAside()
    {
        var aside = $"{StateFile}.{DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture)}.aside";
        File.Move(StateFile, aside);
        return aside;
    }
}
