using System.Runtime.InteropServices;

namespace LeakGuard.ValidCode.SafeInPractice;

/// <summary>Taking the successor out of its scope goes through several hands, and none of them can fail.</summary>
public sealed class Layer : IDisposable
{
    private Tensor? _weight;

    public Tensor Weight
    {
        get => _weight!;
        set
        {
            if (value.Handle != _weight?.Handle)
            {
                _weight?.Dispose();
                _weight = value.Detach();
            }
        }
    }

    public void Dispose() => _weight?.Dispose();
}

public sealed class Tensor : IDisposable
{
    private readonly FileStream _memory = File.OpenRead("memory");

    public Scope? Owner { get; set; }

    public nint Handle => _memory.SafeFileHandle.DangerousGetHandle();

    public Tensor Detach()
    {
        Owner?.Detach(this);
        return this;
    }

    public void Dispose() => _memory.Dispose();
}

public sealed class Scope
{
    private readonly HashSet<Tensor> _tensors = [];

    public void Detach(Tensor tensor) => Detach([tensor]);

    private void Detach(Tensor[] tensors) => Detach((IEnumerable<Tensor>)tensors);

    private void Detach(IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            if (_tensors.Remove(tensor))
                tensor.Owner = null;
        }
    }
}

/// <summary>The constructor fails for a bad argument, or when there is no memory.</summary>
public sealed class Resampler : IDisposable
{
    private MediaBuffer _input = new(512);

    public void Put(byte[] bytes)
    {
        if (_input.Length < bytes.Length)
        {
            _input.Dispose();
            _input = new MediaBuffer(bytes.Length);
        }

        _input.Write(bytes);
    }

    public void Dispose() => _input.Dispose();
}

public sealed class MediaBuffer : IDisposable
{
    private nint _memory;

    public MediaBuffer(int length)
    {
        if (length < 1)
            throw new ArgumentOutOfRangeException(nameof(length));
        Length = length;
        _memory = Marshal.AllocCoTaskMem(length);
        if (_memory == 0)
            throw new OutOfMemoryException();
    }

    public int Length { get; }

    public void Write(byte[] bytes) => Marshal.Copy(bytes, 0, _memory, bytes.Length);

    public void Dispose()
    {
        Marshal.FreeCoTaskMem(_memory);
        _memory = 0;
    }
}

/// <summary>Calling an iterator runs nothing of it.</summary>
public class VolumeReader : IAsyncDisposable
{
    private IAsyncEnumerator<string>? _entries;

    public async ValueTask<bool> LoadAsync(Stream volume)
    {
        if (_entries != null)
            await _entries.DisposeAsync();
        _entries = GetEntries(volume).GetAsyncEnumerator();
        return await _entries.MoveNextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_entries != null)
            await _entries.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual async IAsyncEnumerable<string> GetEntries(Stream volume)
    {
        using var reader = new StreamReader(volume);
        while (await reader.ReadLineAsync() is { } line)
            yield return line;
    }
}

/// <summary>A flag says whether the stream may be disposed: it may be the caller's.</summary>
public sealed class RequestBody(Stream stream) : IDisposable
{
    private Stream _stream = stream;
    private bool _isSafeToDisposeStream;

    public void Put(byte[] bytes)
    {
        _stream.Write(bytes);
        if (_stream.Length > 4096)
            MoveToDisk();
    }

    public void Dispose()
    {
        if (_isSafeToDisposeStream)
            _stream.Dispose();
    }

    private void MoveToDisk()
    {
        var file = File.Create("body");
        try
        {
            _stream.CopyTo(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _isSafeToDisposeStream = true;
        _stream = file;
    }
}

/// <summary>Whether the update is safe is asked twice, and the answer is the same; the helper without arguments has no callers left.</summary>
public sealed class Archive(IStorage storage) : IDisposable
{
    private Stream? _stream = storage.Open();

    public void Comment(string text)
    {
        Stream target;
        if (storage.Mode == UpdateMode.Safe)
        {
            target = storage.Copy(_stream!);
            _stream!.Dispose();
            _stream = null;
        }
        else
        {
            target = _stream!;
        }

        target.Write(System.Text.Encoding.UTF8.GetBytes(text));
        if (target != _stream)
            target.Dispose();
        if (storage.Mode == UpdateMode.Safe)
            Reopen(storage.Open());
    }

    public void Dispose() => _stream?.Dispose();

    private void Reopen(Stream stream) => _stream = stream;

#pragma warning disable IDE0051
    private void Reopen() => Reopen(File.OpenRead("archive"));
#pragma warning restore IDE0051
}

public enum UpdateMode
{
    Safe,
    Direct,
}

public interface IStorage
{
    UpdateMode Mode { get; }

    Stream Open();

    Stream Copy(Stream original);
}
