using System.Net.Sockets;
using System.Threading.Channels;

// Entries that go while something beside them looks as if it took care: the newcomer, another branch, another member.
namespace Samples.LeavesUnseen
{
    public interface IRecorder { void Record(Stream target); }

    public sealed class Clip : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public Stream Data => _file;

        public bool IsTorn { get; set; }

        public static Clip Of(byte[] bytes)
        {
            var clip = new Clip();
            clip._file.Write(bytes);
            return clip;
        }

        public void Dispose() => _file.Dispose();
    }

    /// <summary>What is done with the new clip says nothing of the one that makes room for it.</summary>
    public sealed class Reel(int places, IRecorder recorder) : IDisposable
    {
        private readonly Queue<Clip> _clips = new();
        private readonly List<Clip> _marked = [];

        public void Add(Action<Clip> fill)
        {
            var clip = new Clip();
            try
            {
                fill(clip);
            }
            catch
            {
                clip.Dispose();
                throw;
            }

            while (_clips.Count >= places)
                _clips.Dequeue(); //! LEAK1002
            _clips.Enqueue(clip);
        }

        public void Mark()
        {
            var clip = new Clip();
            recorder.Record(clip.Data);
            if (_marked.Count == places)
                _marked.RemoveAt(0); //! LEAK1002
            _marked.Add(clip);
        }

        public void Dispose()
        {
            while (_clips.TryDequeue(out var clip))
                clip.Dispose(); //! LEAK1013
            foreach (var clip in _marked)
                clip.Dispose(); //! LEAK1013
        }
    }

    /// <summary>Disposed when the table is closed, not when it refuses.</summary>
    public class Desk : IDisposable
    {
        private readonly Dictionary<string, Guest> _guests = [];
        private readonly object _gate = new();
        private bool _closed;

        public void Seat(string name, Socket socket)
        {
            var guest = new Guest(socket);
            bool closed;
            lock (_gate)
            {
                closed = _closed;
                if (!closed)
                    _guests.TryAdd(name, guest); //! LEAK1006
            }

            if (closed)
                guest.Dispose();
        }

        /// <summary>Here what is disposed is what the table did not take.</summary>
        public void SeatOrSend(string name, Socket socket)
        {
            var guest = new Guest(socket);
            var seated = false;
            lock (_gate)
            {
                if (!_closed)
                    seated = _guests.TryAdd(name, guest);
            }

            if (!seated)
                guest.Dispose();
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var guest in _guests.Values)
                    guest.Dispose();
                _guests.Clear();
            }
        }
    }

    public sealed class Guest(Socket socket) : IDisposable
    {
        public void Dispose() => socket.Dispose();
    }

    /// <summary>The full channel refuses; a torn clip, and one that comes after the end, are disposed.</summary>
    public sealed class Outbox : IDisposable
    {
        private readonly Channel<Clip> _clips = Channel.CreateBounded<Clip>(16);
        private readonly Lock _gate = new();
        private bool _closed;

        public void Send(byte[] bytes)
        {
            var clip = Clip.Of(bytes);
            lock (_gate)
            {
                if (!_closed)
                {
                    _clips.Writer.TryWrite(clip); //! LEAK1006
                    return;
                }
            }

            clip.Dispose();
        }

        public void Use(Action<Clip> use)
        {
            var clip = Rent();
            try
            {
                use(clip);
            }
            finally
            {
                Return(clip);
            }
        }

        private Clip Rent() => _clips.Reader.TryRead(out var clip) ? clip : new Clip();

        private void Return(Clip clip)
        {
            if (clip.IsTorn)
            {
                clip.Dispose();
                return;
            }

            _clips.Writer.TryWrite(clip); //! LEAK1006
        }

        public void Dispose()
        {
            lock (_gate)
                _closed = true;
            _clips.Writer.TryComplete();
            while (_clips.Reader.TryRead(out var clip))
                clip.Dispose(); //! LEAK1013
        }
    }
}
