using System.Net.Sockets;

// Twins of AsItsUsersKnow in ValidCode, each with one thing other.
namespace Samples.OtherThanTheyKnow
{
    /// <summary>Others lock on something that stays.</summary>
    public sealed class Sheets : IDisposable
    {
        private readonly object _gate = new();
        private Dictionary<string, FileStream> _sheets = new();

        public void Add(string name)
        {
            lock (_gate)
            {
                if (!_sheets.ContainsKey(name))
                    _sheets.Add(name, File.Create(name)); //! LEAK4002
            }
        }

        public void Dispose()
        {
            foreach (var sheet in _sheets.Values)
            {
                try
                {
                    sheet.Dispose();
                }
                catch (IOException)
                {
                    // The next one.
                }
            }

            _sheets = new();
        }
    }

    /// <summary>Two of the same name are the same.</summary>
    public sealed record Device(string Name);

    public sealed class Advertisers : IDisposable
    {
        private readonly Dictionary<Device, UdpClient> _advertisers = new();

        public void AddDevice(Device device) => _advertisers[device] = new UdpClient(0); //! LEAK1001

        public void RemoveDevice(Device device)
        {
            if (_advertisers.Remove(device, out var advertiser))
                advertiser.Dispose();
        }

        public void Dispose()
        {
            foreach (var advertiser in _advertisers.Values)
                advertiser.Dispose();
        }
    }

    /// <summary>The base type is of the program, and makes what it brings for this.</summary>
    public abstract class Host
    {
        public void Open(string path) => OnOpened(new FileStream(path, FileMode.Open));

        protected abstract void OnOpened(FileStream file);
    }

    public sealed class Listener : Host, IDisposable
    {
        private readonly object _gate = new();
        private readonly List<FileStream> _files = new();

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _files)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }

        protected override void OnOpened(FileStream file)
        {
            lock (_gate)
                _files.Add(file); //! LEAK4002
        }
    }
}
